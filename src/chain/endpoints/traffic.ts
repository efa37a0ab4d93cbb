// How much was asked of whom: calls, failures and bytes by endpoint and method, for as long as the process lives.
export type MethodTraffic = { calls: number; failures: number; sentBytes: number; receivedBytes: number }

export type Traffic = {
  /** Endpoint, method, figures. */
  readonly byEndpoint: ReadonlyMap<string, ReadonlyMap<string, MethodTraffic>>
  /** Bytes of a batch count for its calls in equal parts. */
  note(
    endpoint: string,
    methods: readonly string[],
    moved: { sentBytes: number; receivedBytes: number } | 'failed',
  ): void
}

export function createTraffic(): Traffic {
  const byEndpoint = new Map<string, Map<string, MethodTraffic>>()
  function figures(endpoint: string, method: string): MethodTraffic {
    const methods = byEndpoint.get(endpoint) ?? new Map<string, MethodTraffic>()
    byEndpoint.set(endpoint, methods)
    const found = methods.get(method) ?? { calls: 0, failures: 0, sentBytes: 0, receivedBytes: 0 }
    methods.set(method, found)
    return found
  }
  return {
    byEndpoint,
    note(endpoint, methods, moved) {
      for (const method of methods) {
        const found = figures(endpoint, method)
        found.calls++
        if (moved === 'failed') found.failures++
        else {
          found.sentBytes += moved.sentBytes / methods.length
          found.receivedBytes += moved.receivedBytes / methods.length
        }
      }
    },
  }
}
