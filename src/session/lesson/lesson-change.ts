/** What the development server tells the page when an author has changed a lesson. */
export interface LessonChange {
  readonly name: string;
  /** Lines as compilers write them; none: the lesson was built. */
  readonly problems: readonly string[];
}

export const LESSON_CHANGE = 'heapscope:lesson';
