// Follows the end of something that scrolls, until the reader scrolls up; back at the end it follows again.

const NEAR = 24;

export class Tail {
  follow = true;

  readonly scrolled = (event: Event) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget as Element;
    this.follow = scrollHeight - scrollTop - clientHeight < NEAR;
  };

  /** After a redraw. */
  stick(element: Element): void {
    if (this.follow) element.scrollTop = element.scrollHeight;
  }
}
