import { PermanentError } from '../base/errors.ts'
import { defineTool } from './define.ts'
import { imageOptions } from './image/options.ts'

/**
 * `tool: image`: looks at pictures, converts and resizes them, and verifies what it wrote against the input's own header.
 * libvips is loaded only for pipelines that use it.
 */
export const imageTool = defineTool({
  name: 'image',
  options: imageOptions,
  plan: async (options) => {
    const { imagePlan } = await import('./image/image-plan.ts')
    return imagePlan(options)
  },
  run: async (options, context) => {
    const source = context.file
    if (source === undefined) {
      const fix = 'Use input: { type: files, … }.'
      throw new PermanentError('IMAGE_NO_FILE', 'Expected an item that is a file, got one without.', { fix })
    }
    const { imageActions } = await import('./image/actions.ts')
    return imageActions[options.action]({ source, options, context })
  },
})
