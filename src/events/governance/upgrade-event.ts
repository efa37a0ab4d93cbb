// What is said of the code that contracts run, and of the settings that L1 gives the L2.

export type UpgradeEvent =
  | Readonly<{
      kind: 'proxyChanged'
      /** The name that the address book has for the proxy. */
      name: string | null
      part: ProxyPart
      /** null where the event does not say it, or there was none. */
      previous: string | null
      current: string
    }>
  | Readonly<{ kind: 'systemConfigUpdated'; version: bigint; setting: string; data: string }>

export type ProxyPart = 'IMPLEMENTATION' | 'ADMIN' | 'BEACON'
