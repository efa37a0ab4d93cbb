// The document's title follows the page, so that a tab, a bookmark and a print-out name what they show.

import { useEffect } from 'preact/hooks'

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Headwater`
  }, [title])
}
