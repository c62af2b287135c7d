/**
 * Let the style element that dialogs insert (to hold the page still behind them) pass the content security policy.
 *
 * The library behind them reads the nonce from this global name, which stems from a bundler.
 */
export function allowStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>("meta[property='csp-nonce']")?.nonce;
  if (nonce !== undefined) {
    Object.assign(globalThis, { __webpack_nonce__: nonce });
  }
}
