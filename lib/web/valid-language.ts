// Some builds of Chromium set navigator.language to the system's locale, such as `en-US@posix`, which
// is not a valid language tag: the chart library formats a number with it on load and would throw.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
