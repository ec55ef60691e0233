// Names for elements that must be referred to by id (labels, descriptions, controls).

let last = 0;

export function uniqueId(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}
