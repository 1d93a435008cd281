// Yes or no beside its words.
import type { ComponentChildren } from 'preact';

interface Properties { id: string; checked: boolean; onChecked(checked: boolean): void; children: ComponentChildren }

export function CheckBox({ id, checked, onChecked, children }: Properties) {
  return (
    <span class="check">
      <input type="checkbox" id={id} checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />
      <label for={id}>{children}</label>
    </span>
  );
}
