namespace Netflix.Encoding.Markers;

/// <summary>What detection knows of an episode.</summary>
/// <param name="Cuts">Where a picture changes at once, or black begins or ends; near the ends of the episode alone.</param>
internal sealed record EpisodeSound(Guid VideoId, int Number, double Seconds, Fingerprint Sound, IReadOnlyList<double> Cuts);

/// <param name="Confidence">0 to 1.</param>
internal sealed record FoundMarker(string Kind, double Start, double End, double Confidence);

/// <summary>
/// Finds intro, recap and credits of an episode by what it sounds like beside others of its season. The confidence of an intro
/// and of credits is the share of their sound that is the same, lowered by 0.3 for a single other episode that has it, 0.15 for
/// two, and so on. A recap is only told by sound evidence, and never surer than 0.8.
/// </summary>
internal static class SeasonMatch
{
    internal const double LongestIntro = 150;
    internal const double LongestOpening = 15 * 60;
    private const double ShortestIntro = 8;
    private const double BeforeCredits = 30; // what is the same from before is no credits
    private const double ShortestClip = 4; // of a recap
    private const double ShortestRecap = 8;
    private const double LongestRecap = 180;
    private const double Logos = 20; // at the beginning of both, the same is no recap
    private const double SnapWithin = 2;
    private const double LoneEvidence = 0.3;

    /// <summary>Seconds within which an episode's intro begins.</summary>
    internal static double Opening(double seconds) => Math.Min(seconds / 4, LongestOpening);

    /// <summary>Seconds from where on credits may begin.</summary>
    internal static double Closing(double seconds) => Math.Max(seconds * 0.75, seconds - LongestOpening);

    /// <param name="others">Of the same season.</param>
    internal static IReadOnlyList<FoundMarker> Find(EpisodeSound episode, IReadOnlyList<EpisodeSound> others)
    {
        var markers = new List<FoundMarker>();
        var intro = Agreed([.. others.Select(other => Intro(episode, other))]);
        Add("intro", intro);
        Add("credits", Agreed([.. others.Select(other => Credits(episode, other))]));
        if (others.FirstOrDefault(other => other.Number == episode.Number - 1) is { } previous)
        {
            Add("recap", Recap(episode, previous, intro is { } opening ? opening.Stretch : null));
        }

        return markers;

        void Add(string kind, (CommonStretch Stretch, double Confidence)? found)
        {
            if (found is var (stretch, confidence) && Snapped(stretch.Start) is var start && Snapped(stretch.End) is var end && end > start)
            {
                markers.Add(new(kind, start, end, Math.Round(confidence, 2)));
            }
        }

        double Snapped(double edge)
        {
            var nearest = episode.Cuts.Append(0).Append(episode.Seconds).MinBy(cut => Math.Abs(cut - edge));
            return Math.Round(Math.Abs(nearest - edge) <= SnapWithin ? nearest : edge, 3);
        }
    }

    private static CommonStretch? Intro(EpisodeSound one, EpisodeSound other) =>
        CommonSound.Find(one.Sound, (0, Opening(one.Seconds) + LongestIntro), other.Sound, (0, Opening(other.Seconds) + LongestIntro), ShortestIntro)
            .FirstOrDefault(stretch => IsPart(stretch, one, other) && stretch.Length <= LongestIntro &&
                stretch.Start <= Opening(one.Seconds) && stretch.OtherStart <= Opening(other.Seconds));

    private static CommonStretch? Credits(EpisodeSound one, EpisodeSound other) =>
        CommonSound.Find(one.Sound, (Closing(one.Seconds) - BeforeCredits, one.Seconds), other.Sound, (Closing(other.Seconds) - BeforeCredits, other.Seconds), ShortestIntro)
            .FirstOrDefault(stretch => IsPart(stretch, one, other) && stretch.Start >= Closing(one.Seconds) && stretch.OtherStart >= Closing(other.Seconds));

    /// <summary>The same file twice has nothing that stands out.</summary>
    private static bool IsPart(CommonStretch stretch, EpisodeSound one, EpisodeSound other) => stretch.Length <= Math.Min(one.Seconds, other.Seconds) / 2;

    /// <summary>The stretch that most of the other episodes agree on.</summary>
    private static (CommonStretch Stretch, double Confidence)? Agreed(CommonStretch?[] candidates)
    {
        var found = candidates.OfType<CommonStretch>().ToList();
        if (found.Count == 0)
        {
            return null;
        }

        var (best, support) = found.Select(one => (Stretch: one, Support: found.Count(other => Agree(one, other))))
            .OrderByDescending(one => one.Support).ThenByDescending(one => one.Stretch.Likeness * one.Stretch.Length).First();
        return (best, best.Likeness * (1 - (LoneEvidence / support)));
    }

    private static bool Agree(CommonStretch one, CommonStretch other) =>
        Math.Min(one.End, other.End) - Math.Max(one.Start, other.Start) >= 0.7 * (Math.Max(one.End, other.End) - Math.Min(one.Start, other.Start));

    /// <summary>Clips of the previous episode in a row, before the intro or near the start.</summary>
    private static (CommonStretch Stretch, double Confidence)? Recap(EpisodeSound episode, EpisodeSound previous, CommonStretch? intro)
    {
        var end = Math.Min(intro?.Start ?? double.MaxValue, Math.Min(Opening(episode.Seconds), LongestRecap));
        var clips = CommonSound.Find(episode.Sound, (0, end), previous.Sound, (Logos, previous.Seconds), ShortestClip)
            .Where(clip => intro is null || clip.OtherStart >= intro.OtherEnd || clip.OtherEnd <= intro.OtherStart)
            .OrderBy(clip => clip.Start).ToList();
        if (clips.Count == 0)
        {
            return null;
        }

        var whole = new CommonStretch(clips[0].Start, Math.Min(end, clips.Max(clip => clip.End)), 0, clips.Average(clip => clip.Likeness));
        var share = Math.Min(1, clips.Sum(clip => clip.Length) / whole.Length);
        return whole.Length >= ShortestRecap && whole.Length < episode.Seconds / 2 && share >= 0.5 ? (whole, 0.8 * share * whole.Likeness) : null;
    }
}
