/** A picture of the page on statistics, and the sentence under it. */
export interface Figure {
  /** Of its file in `docs/images/statistics`, without the ending. */
  readonly name: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  /** What it shows in numbers, which come from what was drawn. */
  readonly caption: string;
  readonly svg: string;
}
