// May we connect to this address? Contents come from strangers' URIs, so nothing inside the operator's own network may be
// reached through them: only globally routable unicast addresses pass.
import { BlockList, isIP, isIPv4 } from 'node:net'

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  if (isIPv4(address)) return !reservedV4.check(address, 'ipv4')
  // Everything else of IPv6 is loopback, link-local, unique local, multicast, or an IPv4 address in disguise (mapped, NAT64).
  return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6')
}

// IANA's special-purpose registries; 100.64/10 is carrier-grade NAT, 198.18/15 benchmarking, 224/4 multicast.
const reservedV4 = blockList('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])

const globalV6 = blockList('ipv6', ['2000::/3'])

// Teredo and other protocol assignments, documentation, and 6to4, which carries any IPv4 address.
const reservedV6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

function blockList(family: 'ipv4' | 'ipv6', subnets: string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/')
    list.addSubnet(network, Number(prefix), family)
  }
  return list
}
