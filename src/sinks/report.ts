/** No output of its own: what such a batch makes is its report. */
import * as z from 'zod'
import { defineSink } from './define-sink.ts'

const options = z.strictObject({})

export type ReportSinkOptions = z.infer<typeof options>

export const reportSink = defineSink<ReportSinkOptions>({ type: 'report', form: 'none', options })
