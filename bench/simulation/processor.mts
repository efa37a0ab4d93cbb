// A process of one run: waits for its orders, indexes until it is asked to stop or killed, says how it ended.
import { type Indexing, type IndexingOptions, startIndexing } from './indexing.mts'

let indexing: Indexing | null = null

process.on('message', (message: IndexingOptions | 'stop') => {
  if (message === 'stop') return void indexing?.stop()
  indexing = startIndexing(message)
  void indexing.ended.then((ended) => process.send?.(ended))
})
// Whoever started it is gone: nobody would end it.
process.on('disconnect', () => process.exit(1))
