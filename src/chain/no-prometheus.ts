// Subsquid's Runner serves figures of one attempt on a port of its own; ours live as long as the process and are served elsewhere.
import { PrometheusServer } from '@subsquid/util-internal-processor-tools'

type Listening = Awaited<ReturnType<PrometheusServer['serve']>>

export class NoPrometheus extends PrometheusServer {
  override async serve(): Promise<Listening> {
    return { port: 0, close: async () => {} }
  }
}
