/**
 * The development inbox: what Wadi would have sent on a laptop, kept in PostgreSQL to be looked at.
 *
 * <p>Mail comes in by SMTP ({@link wadi.platform.inbox.InboxSmtpServer}), everything else through
 * {@link wadi.platform.inbox.Inbox}; people and tests read it at {@code /inbox}
 * ({@link wadi.platform.inbox.InboxPages}).
 */
package wadi.platform.inbox;
