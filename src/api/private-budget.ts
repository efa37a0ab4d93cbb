// How often may one address attribute a text of its own to private or paid data? One count for each address, whatever the document.
import type { PrivateBudget } from '../graph/context'
import { PrivateBudgetError } from '../graph/errors'
import type { Limits } from './limits'
import { createRateLimit } from './rate-limit'

const MINUTE_SECONDS = 60

export function createPrivateBudgets(limits: Limits): (address: string) => PrivateBudget {
  const [burst, perMinute] = [limits.privateAttributionsBurst, limits.privateAttributionsPerMinute]
  const rate = createRateLimit({ burst, perSecond: perMinute / MINUTE_SECONDS })
  return (address) => ({
    spend() {
      if (!rate.take(address)) throw new PrivateBudgetError({ burst, perMinute })
    },
  })
}
