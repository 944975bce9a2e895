using Netflix.Encoding.Ladder;

namespace Netflix.Encoding.Packaging;

/// <summary>The whole tracks of a title as local files, ready to be packaged.</summary>
internal sealed record JoinedFilm(IReadOnlyDictionary<Rung, string> Video, IReadOnlyDictionary<AudioTrackPlan, string> Audio);
