// By which means a payment is made: what was wished for, as long as it is offered, else the town's first.
import type { AnyPaymentMethod, CounterMethod } from '../../shared/api/counter';
import type { Application, PaymentMethod } from '../../shared/api/hiroba';

/** Online first; then what the desk takes, without a provider. */
export function methodsOf({ payment_methods, counter_methods }: Pick<Application, 'payment_methods' | 'counter_methods'>): AnyPaymentMethod[] {
  return [...payment_methods, ...counter_methods];
}

export function methodToUse(offered: readonly AnyPaymentMethod[], wish: AnyPaymentMethod | undefined): AnyPaymentMethod | undefined {
  return wish !== undefined && offered.includes(wish) ? wish : offered[0];
}

export function isOnline(method: AnyPaymentMethod | undefined): method is PaymentMethod | undefined {
  return method === undefined || method === 'card' || method === 'paypay' || method === 'konbini';
}

/** The one that is not paid online, else nothing. */
export function counterMethod(method: AnyPaymentMethod | undefined): CounterMethod | undefined {
  return isOnline(method) ? undefined : method;
}
