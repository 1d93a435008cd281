// The fee while the caller is on the telephone.
import type { Facility, UserClass } from '../../shared/api/hiroba';
import { LiveFee } from '../../shared/fee/LiveFee';
import { useLiveFees } from '../../shared/fee/live_fees';
import { townText } from '../../shared/i18n/text';
import { wishText } from '../parts/wish_text';
import { declaredOf, type BookForm } from './book_form';

interface Properties { form: BookForm; facility: Facility; user_class: UserClass }

export function BookFee({ form, facility, user_class }: Properties) {
  const { reduction_code, ...declared } = declaredOf(form);
  const granted = form.seen && reduction_code !== undefined ? { reduction_code } : {};
  const live = useLiveFees(form.uses.map((use) => ({ ...use, user_class, ...declared, ...granted })));
  const titles = form.uses.map((use) => {
    const space = facility.spaces.find(({ code }) => code === use.space);
    return space ? `${townText(space.name)} ${wishText(space, use)}` : use.space;
  });
  return <LiveFee live={live} titles={titles} />;
}
