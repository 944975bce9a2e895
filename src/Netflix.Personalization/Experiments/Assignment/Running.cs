using Netflix.Contracts;

namespace Netflix.Personalization.Experiments.Assignment;

/// <summary>A running experiment as requests need it: who is in, and with what.</summary>
internal sealed class Running
{
    private readonly string salt;
    private readonly string layer;
    private readonly IReadOnlyList<Buckets> buckets;
    private readonly HashSet<string> countries;
    private readonly HashSet<Plan> plans;
    private readonly (string Name, double UpTo, HomeParameters Parameters)[] variants;

    internal Running(Guid experimentId, Definition definition, IReadOnlyList<Buckets> buckets)
    {
        (ExperimentId, salt, layer, this.buckets) = (experimentId, $"experiment:{experimentId:N}", definition.Layer, buckets);
        (countries, plans) = ([.. definition.Countries], [.. definition.Plans]);
        var (total, sum) = ((double)definition.Variants.Sum(one => one.Weight), 0);
        variants = [.. definition.Variants.Select(one => (one.Name, (sum += one.Weight) / total, ParameterSet.Read(one.Parameters)))];
    }

    internal Guid ExperimentId { get; }

    /// <summary>The account's variant; null for who is not in the experiment.</summary>
    internal (string Name, HomeParameters Parameters)? VariantOf(Viewer viewer)
    {
        if ((countries.Count > 0 && !countries.Contains(viewer.Country)) || (plans.Count > 0 && !plans.Contains(viewer.Plan))
            || !Layer.Holds(buckets, Layer.BucketOf(layer, viewer.AccountId)))
        {
            return null;
        }

        // By a salt of its own: the buckets decide whether, this decides what, so more traffic moves nobody.
        var lot = Hash.Of(salt, viewer.AccountId);
        var found = Array.FindIndex(variants, one => lot < one.UpTo);
        var (name, _, parameters) = variants[found < 0 ? variants.Length - 1 : found];
        return (name, parameters);
    }
}
