using System.Runtime.CompilerServices;
using Netflix.Contracts;
using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Home;

/// <summary>
/// What a viewer may see, as the engine's sets: region, windows and maturity stand before any ranking. The catalogue gives
/// the same object to all viewers of one region and age, so a set is made once for them.
/// </summary>
internal sealed class Candidates
{
    private readonly ConditionalWeakTable<VisibleTitles, Made> made = [];

    internal sealed record Made(Recommender Recommender, TitleSet Playable, TitleSet ComingSoon);

    internal Made Of(VisibleTitles visible, Recommender recommender)
    {
        if (made.TryGetValue(visible, out var known) && ReferenceEquals(known.Recommender, recommender))
        {
            return known;
        }

        var fresh = new Made(recommender, recommender.SetOf(visible.Playable), recommender.SetOf(visible.ComingSoon));
        made.AddOrUpdate(visible, fresh);
        return fresh;
    }
}
