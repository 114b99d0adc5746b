/** `20261120_153000`: local time, for names of batches and files. */
export function timestamp(wallMs: number): string {
  const at = new Date(wallMs)
  const two = (figure: number) => String(figure).padStart(2, '0')
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`
  return `${day}_${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`
}
