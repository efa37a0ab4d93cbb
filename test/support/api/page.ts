// Opens a page of the explorer as its reader would: in a headless Chromium where one is installed (CHROMIUM, or on PATH),
// else in a DOM of Node that fetches the same files over HTTP and runs the same bundle. Tests ask both the same questions.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Browser } from 'happy-dom'
import { chromium } from 'playwright-core'
import { until } from '../until'

export type Page = {
  kind: 'chromium' | 'dom'
  title(): Promise<string>
  /** The texts of all elements that match, whitespace collapsed. */
  texts(selector: string): Promise<string[]>
  attributes(selector: string, name: string): Promise<(string | null)[]>
  click(selector: string): Promise<void>
  press(key: 'Escape'): Promise<void>
  /** What the page complained of: exceptions, refused resources, breaches of its content policy. */
  faults(): string[]
  close(): Promise<void>
}

export function openPage(url: string): Promise<Page> {
  const executable = findChromium()
  return executable === null ? openInDom(url) : openInChromium(url, executable)
}

/** The texts that match, as soon as there are any. */
export function seen(page: Page, selector: string): Promise<string[]> {
  return until(`${selector} on the page`, async () => {
    const texts = await page.texts(selector)
    return texts.length > 0 && texts
  })
}

export async function openInChromium(url: string, executablePath: string): Promise<Page> {
  const args = ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // That the page itself is one that says 404 is no fault of it.
    const isOwnStatus = message.location().url === url && message.text().includes('status of 404')
    if (message.type() === 'error' && !isOwnStatus) faults.push(message.text())
  })
  await page.goto(url)
  return {
    kind: 'chromium',
    title: () => page.title(),
    texts: async (selector) => (await page.locator(selector).allTextContents()).map(collapse),
    attributes: async (selector, name) =>
      Promise.all((await page.locator(selector).all()).map((element) => element.getAttribute(name))),
    click: (selector) => page.locator(selector).first().click(),
    press: (key) => page.keyboard.press(key),
    faults: () => faults,
    close: () => browser.close(),
  }
}

export async function openInDom(url: string): Promise<Page> {
  const browser = new Browser({
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  })
  const page = browser.newPage()
  const faults: string[] = []
  // Not awaited: a page is complete when its last request is, and a subscription never is.
  void page.goto(url).catch((error: unknown) => faults.push(String(error)))
  const find = (selector: string) => [...page.mainFrame.document.querySelectorAll(selector)]
  return {
    kind: 'dom',
    title: async () => page.mainFrame.document.title,
    texts: async (selector) => find(selector).map(({ textContent }) => collapse(textContent)),
    attributes: async (selector, name) => find(selector).map((element) => element.getAttribute(name)),
    click: async (selector) => {
      const { MouseEvent } = page.mainFrame.window
      find(selector)[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    },
    press: async (key) => {
      const { KeyboardEvent } = page.mainFrame.window
      page.mainFrame.document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    },
    faults: () => faults,
    close: () => browser.close(),
  }
}

/** The browser that CHROMIUM names, or one on PATH; null where there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM']
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function collapse(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim()
}
