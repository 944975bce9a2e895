namespace Netflix.Encoding;

internal enum TrackMedium { Text, Audio }

/// <summary>A track that a job adds to a finished asset.</summary>
/// <param name="ToJobId">The job that made the asset; its row holds the asset's description.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Label">Null: made of language and kind.</param>
/// <param name="Kind">As in <see cref="Contracts.TextTrack"/> or <see cref="Contracts.AudioRendition"/>.</param>
internal sealed record AddedTrack(Guid ToJobId, Guid ToAssetId, TrackMedium Medium, string Language, string? Label, string Kind);
