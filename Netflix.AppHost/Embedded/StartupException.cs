namespace Netflix.AppHost.Embedded;

/// <summary>The service cannot start, and the message tells a person why and what to do.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
