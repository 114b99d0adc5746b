// node bin/with-node.js FILE [ARGUMENT…]: runs FILE with a Node that is new enough (see find-node.js).
import { runWithNode } from './run-with-node.js'

runWithNode(process.argv.slice(2))
