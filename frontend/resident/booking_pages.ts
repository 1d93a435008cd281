// What one needs only with a booking of one's own.
export { BookingPage } from './pages/BookingPage';
export { CancelPage } from './pages/CancelPage';
export { CheckPage } from './pages/CheckPage';
export { DetailsPage } from './pages/DetailsPage';
export { MyBookingsPage } from './pages/MyBookingsPage';
export { PaymentPage } from './pages/PaymentPage';
