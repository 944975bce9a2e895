namespace Netflix.Delivery.Prefill;

internal enum PrefillState
{
    /// <summary>The edge has not said that it begins.</summary>
    Waiting,
    Running,
    Done,

    /// <summary>An operator ended it.</summary>
    Stopped,

    /// <summary>Its time was over first.</summary>
    Expired,
}

/// <summary>What the web wants an edge to do, told with each answer to a heartbeat: an edge that starts anew is told again.</summary>
/// <param name="Assets">Null when the edge said that it knows.</param>
internal sealed record PrefillOrder(Guid RunId, int MaxMbps, DateTimeOffset Until, IReadOnlyList<OrderedAsset>? Assets);

/// <param name="Bytes">How much of it, from its beginning.</param>
internal sealed record OrderedAsset(Guid AssetId, long Bytes);

/// <summary>How far an edge has come with a run.</summary>
/// <param name="PresentBytes">Of what it held already.</param>
internal sealed record PrefillProgress(Guid RunId, long FetchedBytes, long PresentBytes, int Files, int FailedFiles, bool IsDone);
