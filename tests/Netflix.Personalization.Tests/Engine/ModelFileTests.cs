using Netflix.Personalization.Engine;

namespace Netflix.Personalization.Tests.Engine;

internal sealed class ModelFileTests
{
    private static readonly Lazy<byte[]> Saved = new(() =>
    {
        using var stream = new MemoryStream();
        Sample.Recommender.Save(stream);
        return stream.ToArray();
    });

    [Test]
    public void SavedModel_RanksTheSame()
    {
        var loaded = Recommender.Load(new MemoryStream(Saved.Value));
        var history = Sample.History(7, 10, 33);
        var all = TitleSet.All(Sample.Titles);

        Assert.That(loaded.Rank(loaded.FoldIn(history), all, Sample.Here, 30), Is.EqualTo(Sample.Recommender.Rank(Sample.Recommender.FoldIn(history), all, Sample.Here, 30)));
        Assert.That(loaded.Settings.Rank, Is.EqualTo(Sample.Recommender.Settings.Rank));
        Assert.That(loaded.Bytes, Is.GreaterThan(Sample.Titles * 16 * 4));
    }

    [Test]
    public void LoadedModel_PlacesNewTitles()
    {
        var loaded = Recommender.Load(new MemoryStream(Saved.Value)).WithTitles([Sample.Content(500)]);

        Assert.That(loaded.Parts.Ials.Of(Sample.Titles).ToArray(), Is.EqualTo(Sample.Recommender.WithTitles([Sample.Content(500)]).Parts.Ials.Of(Sample.Titles).ToArray()));
    }

    [Test]
    public void AnyChangedByte_IsRefused([Values(0, 8, 12, 25, 60, 500, -1)] int at)
    {
        var damaged = (byte[])Saved.Value.Clone();
        damaged[at < 0 ? ^1 : at] ^= 0x40;

        Assert.That(() => Recommender.Load(new MemoryStream(damaged)), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void CutModel_IsRefused([Values(0, 5, 51, 52, 1000)] int length) =>
        Assert.That(() => Recommender.Load(new MemoryStream(Saved.Value[..length])), Throws.TypeOf<InvalidDataException>());

    [Test]
    public void MoreBytesThanWritten_AreRefused() =>
        Assert.That(() => Recommender.Load(new MemoryStream([.. Saved.Value, 1])), Throws.TypeOf<InvalidDataException>());
}
