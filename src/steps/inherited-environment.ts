/** What every program gets of Millrace's own environment: what programs need to work. */
const passed = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TERM'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
])

/** @param named names of further variables to pass on */
export function inheritedEnvironment(named: readonly string[]): Readonly<Record<string, string>> {
  // Reading a variable costs: only those that are passed on are read, as this is done for every program.
  const names = Object.keys(process.env).filter((name) => passed.has(name) || /^(LC_|XDG_)/.test(name) || named.includes(name))
  // Values of process.env are strings where they are set at all.
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<string, string>
}
