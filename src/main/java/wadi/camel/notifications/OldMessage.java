package wadi.camel.notifications;

import java.util.List;
import java.util.Optional;

/** A request to the old API whose fields are as they should be. */
record OldMessage(String messageId, String senderId, List<String> recipients, String messageType, String channel, String message,
    Optional<String> priority, Optional<String> callback) {}
