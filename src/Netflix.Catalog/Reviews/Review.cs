namespace Netflix.Catalog.Reviews;

/// <summary>What a profile wrote of a title, one each. Its stars are the profile's rating.</summary>
internal sealed class Review
{
    private Review() { }

    public Guid ReviewId { get; private init; }
    public Guid ContentId { get; private init; }
    public Guid ProfileId { get; private init; }

    /// <summary>The profile's name when it wrote.</summary>
    public string Author { get; private init; } = "";

    public string Text { get; private init; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset UpdatedAt { get; private init; }

    /// <summary>Reports that no moderator has dismissed.</summary>
    public int Reports { get; private init; }

    /// <summary>Shown to its author alone.</summary>
    /// <summary>The text of a hidden review that its author has removed: nobody sees it, and a new one stays hidden.</summary>
    internal const string TakenBack = "";

    public bool Hidden { get; private init; }
}

/// <summary>Why a profile thinks that a review should not be seen.</summary>
internal sealed class ReviewReport
{
    private ReviewReport() { }

    public Guid ReviewId { get; private init; }
    public Guid ProfileId { get; private init; }
    public string Reason { get; private init; } = "";
    public DateTimeOffset ReportedAt { get; private init; }
    public bool Dismissed { get; private init; }
}

/// <summary>Settings under <c>Netflix:Catalog:Reviews</c>.</summary>
internal sealed class ReviewOptions
{
    /// <summary>So many reports hide a review until a moderator decides.</summary>
    public int ReportsToHide { get; set; } = 5;
}
