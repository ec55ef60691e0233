// Sizes that several painters share, in pixels.

export const LABEL_HEIGHT = 16;
