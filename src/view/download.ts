/** Offers bytes or text as a file to be saved; of a path, the last part names it. */
export function download(path: string, contents: Uint8Array | string, type = 'application/octet-stream'): void {
  // Copied, because a Blob takes no view of memory that may be shared.
  const part = typeof contents === 'string' ? contents : new Uint8Array(contents);
  const url = URL.createObjectURL(new Blob([part], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = path.split('/').at(-1) ?? path;
  link.click();
  URL.revokeObjectURL(url);
}
