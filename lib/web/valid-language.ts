// Some builds of Chromium name the language after the system's locale, `en-US@posix`, which is none:
// the chart library, which formats numbers in the reader's language as it is loaded, would throw.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
