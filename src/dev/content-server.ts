// The content server's process: serves one folder until its parent is gone or asks it to stop.
import { startContentServer } from './library/content-server'

async function main(dir: string, port: number): Promise<void> {
  const server = await startContentServer(dir, port)
  const stop = () => void server.stop().then(() => process.exit(0))
  process.once('disconnect', stop)
  process.once('SIGTERM', stop)
  // Ctrl-C reaches the whole group: this process waits for its parent, which may still have something to show.
  process.on('SIGINT', () => undefined)
  process.send?.({ url: server.url, port: server.port })
}

const [dir = '', port = '0'] = process.argv.slice(2)
main(dir, Number(port)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
