using System.Collections.Immutable;

namespace Netflix.Personalization.Engine;

/// <summary>Interest of a profile in a title, both by dense index.</summary>
/// <param name="Weight">Above 0 and at most 1 for, below 0 against.</param>
/// <param name="At">Unix seconds, UTC, of the latest event.</param>
internal readonly record struct Interaction(int Profile, int Title, float Weight, long At);

/// <summary>What a model learns from: never changed once built. Interactions lie together by profile, each profile's oldest first.</summary>
internal sealed class TrainingData
{
    private readonly int[] starts;
    private readonly Interaction[] interactions;

    private TrainingData(ImmutableArray<TitleContent> titles, ImmutableArray<Guid> profiles, ImmutableArray<string> regions, Interaction[] interactions)
    {
        (Titles, Profiles, Regions, this.interactions) = (titles, profiles, regions, interactions);
        starts = new int[profiles.Length + 1];
        foreach (var one in interactions)
        {
            starts[one.Profile + 1]++;
        }

        for (var i = 0; i < profiles.Length; i++)
        {
            starts[i + 1] += starts[i];
        }
    }

    internal ImmutableArray<TitleContent> Titles { get; }

    internal ImmutableArray<Guid> Profiles { get; }

    /// <summary>The country code of each profile.</summary>
    internal ImmutableArray<string> Regions { get; }

    internal ReadOnlySpan<Interaction> Interactions => interactions;

    internal ReadOnlySpan<Interaction> Of(int profile) => interactions.AsSpan(starts[profile]..starts[profile + 1]);

    /// <summary>From the platform's own records. Events of unknown titles are left out; an id that comes twice counts as its first.</summary>
    internal static TrainingData From(IEnumerable<TitleContent> titles, IEnumerable<ProfileHistory> histories)
    {
        var catalogue = titles.DistinctBy(title => title.ContentId).ToImmutableArray();
        var index = new Dictionary<Guid, int>(catalogue.Length);
        foreach (var title in catalogue)
        {
            index.Add(title.ContentId, index.Count);
        }

        var (profiles, regions) = (ImmutableArray.CreateBuilder<Guid>(), ImmutableArray.CreateBuilder<string>());
        var (all, own) = (new List<Interaction>(), new Dictionary<int, Interaction>());
        foreach (var history in histories.DistinctBy(history => history.ProfileId))
        {
            own.Clear();
            foreach (var one in history.Events)
            {
                if (index.TryGetValue(one.ContentId, out var title))
                {
                    own[title] = Join(own.GetValueOrDefault(title), new(profiles.Count, title, one.Interest, one.At.ToUnixTimeSeconds()));
                }
            }

            all.AddRange(own.Values.Where(one => one.Weight != 0).OrderBy(one => one.At).ThenBy(one => one.Title));
            profiles.Add(history.ProfileId);
            regions.Add(history.Region);
        }

        return new(catalogue, profiles.ToImmutable(), regions.ToImmutable(), [.. all]);
    }

    /// <summary>From dense indexes, as benches and tests have them.</summary>
    internal static TrainingData From(IEnumerable<TitleContent> titles, IEnumerable<(Guid ProfileId, string Region)> profiles, IEnumerable<Interaction> interactions)
    {
        var people = profiles.ToArray();
        return new(
            [.. titles], [.. people.Select(one => one.ProfileId)], [.. people.Select(one => one.Region)],
            [.. interactions.Where(one => float.IsFinite(one.Weight) && one.Weight != 0).OrderBy(one => one.Profile).ThenBy(one => one.At).ThenBy(one => one.Title)]);
    }

    /// <summary>Two events of one title: a word against is final until a stronger word for it comes later; else the strongest counts.</summary>
    internal static Interaction Join(Interaction before, Interaction now) => before.Weight switch
    {
        0 => now,
        < 0 => now,
        _ => now with { Weight = now.Weight < 0 ? now.Weight : Math.Max(before.Weight, now.Weight), At = Math.Max(before.At, now.At) },
    };
}
