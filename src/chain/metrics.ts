// Subsquid's Prometheus server, given back when an endpoint is left: the next one starts its own on the same port.
import { PrometheusServer } from '@subsquid/util-internal-processor-tools'

type Listening = Awaited<ReturnType<PrometheusServer['serve']>>

export class ChainMetrics extends PrometheusServer {
  #listening: Listening | null = null

  /** Port 0 takes a free one, which the log names. */
  constructor(port: number) {
    super()
    this.setPort(port)
  }

  override async serve(): Promise<Listening> {
    this.#listening = await super.serve()
    return this.#listening
  }

  async close(): Promise<void> {
    await this.#listening?.close()
    this.#listening = null
  }
}
