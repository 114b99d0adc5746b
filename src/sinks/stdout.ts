/** JSON Lines on standard output, this session's rows. */
import { defineSink } from './define-sink.ts'
import { type JsonlSinkOptions, jsonlSink } from './jsonl.ts'

export const stdoutSink = defineSink<JsonlSinkOptions>({
  type: 'stdout',
  form: 'projection',
  options: jsonlSink.options,
  open: (options, place) => jsonlSink.open(options, { ...place, path: '-' }),
})
