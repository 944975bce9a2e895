namespace Netflix.Catalog.Collections;

/// <summary>Titles that the editors put together, in their order.</summary>
internal sealed class Collection
{
    private Collection() { }

    public Guid CollectionId { get; private init; }
    public string Name { get; private set; } = "";
    public string? Description { get; private set; }

    /// <summary>Viewers see it, as far as they may see its titles.</summary>
    public bool Published { get; private set; }

    /// <summary>Collections are shown by position, the lowest first.</summary>
    public int Position { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public static Collection New(string name, string? description, bool published, int position, DateTimeOffset now)
    {
        var collection = new Collection { CollectionId = Guid.CreateVersion7(now), CreatedAt = now };
        collection.Describe(name, description, published, position);
        return collection;
    }

    public void Describe(string name, string? description, bool published, int position) =>
        (Name, Description, Published, Position) = (name, description, published, position);
}

/// <summary>A title's place in a collection.</summary>
internal sealed class CollectionTitle
{
    private CollectionTitle() { }

    public Guid CollectionId { get; private init; }
    public Guid ContentId { get; private init; }
    public int Position { get; private init; }
}
