/**
 * Keeps one notice of the AWS SDK from those who use Latchkey: that its later versions will not run on this Node.
 * Which Node that is, is the developers' choice. The SDK's own switch, read when the first client is made
 * (`emitWarningIfUnsupportedVersion` in `@aws-sdk/core`); every other warning is shown as before.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
