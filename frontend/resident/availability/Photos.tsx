// Pictures from the town's own files, each with what it shows.
import type { Facility } from '../../shared/api/hiroba';
import { townText } from '../../shared/i18n/text';

export function Photos({ photos }: { photos: Facility['photos'] }) {
  if (photos.length === 0) return null;
  return (
    <ul class="photos">
      {photos.map(({ file, shows }) => (
        <li key={file}><img src={`/photos/${encodeURIComponent(file)}`} alt={townText(shows)} loading="lazy" decoding="async" /></li>
      ))}
    </ul>
  );
}
