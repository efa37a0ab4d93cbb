// The processor's face to its operator: gathers the news and the batches, serves health and figures where a port is given, and logs how far
// history has come.
import type { AddressBook, Config } from '../../config'
import type { Log } from '../../log'
import type { Traffic } from '../endpoints/traffic'
import type { ChainNews } from '../news'
import { type BatchFigures, createFigures } from './figures'
import { createProgressWatch, progressWords } from './progress'
import { serveStatus } from './serve'
import { createStanding } from './standing'

export type Status = {
  noteBatch(batch: BatchFigures): void
  noteNews(news: ChainNews): void
}

export async function openStatus(
  { host, prometheusPort }: Pick<Config, 'host' | 'prometheusPort'>,
  book: AddressBook,
  { traffic, log }: { traffic: Traffic; log: Log },
): Promise<Status> {
  const standing = createStanding()
  const figures = createFigures(book.chainId, standing, traffic)
  const progress = createProgressWatch(book.startBlock)
  if (prometheusPort !== null) {
    const { port } = await serveStatus({ host, port: prometheusPort, standing, registry: figures.registry })
    log.info({ host, port }, 'health and metrics are served')
  }
  return {
    noteBatch: figures.noteBatch,
    noteNews(news) {
      standing.note(news)
      figures.noteNews(news)
      const said = progress.note(news)
      standing.history = progress.current
      if (said !== null) log.info({ ...said }, progressWords(said))
    },
  }
}
