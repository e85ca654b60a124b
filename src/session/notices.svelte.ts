/** What the page has to say beside the picture: quietly, in one place, until the person puts it away. */
import type { ShareRefusal } from '../share/shared-program.ts';
import type { Unreadable } from '../trace/read-recording.ts';

export type FileRefusal = 'too-large' | 'not-text' | 'bad-name' | 'taken';

export type Notice =
  | { readonly kind: 'share-refused'; readonly reason: ShareRefusal }
  | { readonly kind: 'file-refused'; readonly reason: FileRefusal; readonly name: string }
  /** A recording that can't be read, or only up to some damage. */
  | { readonly kind: 'recording-refused' | 'recording-damaged'; readonly name: string; readonly why: Unreadable }
  | { readonly kind: 'storage'; readonly trouble: 'forbidden' | 'full' }
  | { readonly kind: 'project-deleted'; readonly name: string; undo(): void }
  /** The project that is open was changed in another tab; `show` opens what it has become. */
  | { readonly kind: 'project-elsewhere'; readonly name: string; show(): void }
  | { readonly kind: 'update'; apply(): void };

export class Notices {
  all = $state.raw<readonly Notice[]>([]);

  /** A new notice takes the place of an older one of its kind. */
  add(notice: Notice): void {
    this.all = [...this.all.filter(({ kind }) => kind !== notice.kind), notice];
  }

  dismiss(notice: Notice): void {
    this.all = this.all.filter((each) => each !== notice);
  }
}
