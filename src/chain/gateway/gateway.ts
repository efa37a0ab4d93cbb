// The SQD gateway that the address book names, for as long as the process lives: history is asked of it first, and of nobody but the endpoints once
// it failed. It fails once: a gateway that was wrong is not asked again before somebody has looked and starts the processor anew.
import { describeError } from '../../errors'
import type { Log } from '../../log'
import { endpointName } from '../endpoints/endpoint'
import type { GatewayError } from '../errors'
import { createGatewayClient, type GatewayClient, type GatewayClientOptions } from './gateway-client'

export type Gateway = GatewayClient & {
  readonly name: string
  readonly isLeft: boolean
  leave(error: GatewayError): void
  /** It has no block above this height, and history goes on to another. */
  ended(at: number, to: number): void
}

export type GatewayOptions = Omit<GatewayClientOptions, 'name'> & Readonly<{ log: Log }>

export function createGateway({ log, ...options }: GatewayOptions): Gateway {
  const name = endpointName(options.url)
  let isLeft = false
  return {
    ...createGatewayClient({ ...options, name }),
    name,
    get isLeft() {
      return isLeft
    },
    leave(error) {
      isLeft = true
      log.warn({ code: error.code, gateway: name }, describeError(error))
    },
    ended(at, to) {
      log.info({ gateway: name, at, to }, 'the gateway has no more blocks; history goes on over RPC')
    },
  }
}
