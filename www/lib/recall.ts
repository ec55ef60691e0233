// ↑ and ↓ through what was typed before, as in a shell: the line that was being typed is kept at the end.

export class Recall {
  private at: number;
  private draft = "";

  constructor(private readonly history: readonly string[]) {
    this.at = history.length;
  }

  older(current: string): string {
    if (this.at === this.history.length) this.draft = current;
    if (this.at > 0) this.at -= 1;
    return this.history[this.at] ?? this.draft;
  }

  newer(current: string): string {
    if (this.at === this.history.length) return current;
    this.at += 1;
    return this.history[this.at] ?? this.draft;
  }
}
