namespace Netflix.Contracts;

public sealed record RecommendationsRefreshed(Guid ProfileId, DateTimeOffset At);
