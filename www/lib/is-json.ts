/** Whether a text is JSON. What it means is read elsewhere: JavaScript would round its integers. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
