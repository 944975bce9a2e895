using Netflix.Contracts;

namespace Netflix.Catalog;

internal enum TitleState { Draft, Announced, Published }

/// <summary>A film, a documentary or a series. A film has one video; a series has one an episode.</summary>
internal sealed class Title
{
    private readonly List<Season> seasons = [];
    private readonly List<Credit> credits = [];
    private readonly List<Localization> localizations = [];

    private Title() { }

    public Guid ContentId { get; private init; }
    public TitleType Type { get; private init; }
    public TitleState State { get; private set; }
    public string Name { get; private set; } = "";
    public string Description { get; private set; } = "";
    public string[] Genres { get; private set; } = [];
    public int? ReleaseYear { get; private set; }
    public string? Rating { get; private set; }

    /// <summary>The rating as an age, 0 to 18: what profiles are limited by.</summary>
    public int Maturity { get; private set; }

    public string? Language { get; private set; }
    public string? ExternalId { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When viewers first saw it, announced or published: what "newest" means.</summary>
    public DateTimeOffset? ListedAt { get; private set; }

    /// <summary>Counts the changes that the studio sees; the ETag of its routes.</summary>
    public int Revision { get; private set; }

    /// <summary>There are availabilities: without any, it is everywhere, always.</summary>
    public bool HasWindows { get; private set; }

    /// <summary>A first guess at how sought a title is, 0 to 1, until plays and ratings tell: how much there is to say of it, and its year.</summary>
    public float Notability { get; private set; }

    /// <summary>What "popular" orders by; <see cref="Catalog.Popularity"/> keeps it up to date.</summary>
    public float Popularity { get; private init; }

    /// <summary>The asset whose pictures show the title: the first video's that has any.</summary>
    public Guid? ArtworkAssetId { get; private set; }

    /// <summary>Which of that asset's stills the studio chose, from 1; null: its best.</summary>
    public int? ArtworkNumber { get; private set; }

    /// <summary>The asset whose preview plays under a resting pointer.</summary>
    public Guid? PreviewAssetId { get; private set; }

    /// <summary>The film's video; null for a series.</summary>
    public Video? Video { get; private init; }

    /// <summary>Shown before the title can be played, and beside it.</summary>
    public Video? Trailer { get; private set; }

    public IReadOnlyList<Season> Seasons => seasons;
    public IReadOnlyList<Credit> Credits => credits;
    public IReadOnlyList<Localization> Localizations => localizations;

    public bool IsPlayable => Video?.IsPlayable ?? seasons.Exists(season => season.Episodes.Any(episode => episode.Video.IsPlayable));

    public static Title Draft(TitleType type, TitleDetails details, DateTimeOffset now)
    {
        var title = new Title
        {
            ContentId = Guid.CreateVersion7(now),
            Type = type,
            CreatedAt = now,
            Video = type == TitleType.Series ? null : Video.New(),
            Popularity = Catalog.Popularity.FirstGuess(details),
        };
        title.Describe(details);
        return title;
    }

    public void Describe(TitleDetails details)
    {
        Name = details.Name;
        Description = details.Description;
        Genres = [.. details.Genres];
        ReleaseYear = details.ReleaseYear;
        Rating = details.Rating;
        Maturity = Catalog.Maturity.Of(details.Rating);
        Language = details.Language;
        ExternalId = details.ExternalId;
        credits.Clear();
        credits.AddRange(details.Credits);
        localizations.Clear();
        localizations.AddRange(details.Localizations);
        Notability = Catalog.Popularity.FirstGuess(details);
        Revision++;
    }

    /// <summary>Whether it is described so already.</summary>
    public bool Is(TitleDetails details) =>
        (Name, Description, ReleaseYear, Rating, Language, ExternalId) ==
            (details.Name, details.Description, details.ReleaseYear, details.Rating, details.Language, details.ExternalId) &&
        Genres.SequenceEqual(details.Genres) &&
        Credits.ToHashSet().SetEquals(details.Credits) &&
        Localizations.ToHashSet().SetEquals(details.Localizations);

    /// <summary>Its availabilities were replaced.</summary>
    public void Limit(bool hasWindows)
    {
        HasWindows = hasWindows;
        Revision++;
    }

    public Season AddSeason(int number, string? name)
    {
        var season = Season.New(number, name);
        seasons.Add(season);
        Revision++;
        return season;
    }

    public Episode AddEpisode(Season season, int number, string name, string? description)
    {
        var episode = season.AddEpisode(number, name, description);
        Revision++;
        return episode;
    }

    /// <summary>Makes the trailer's video; uploads then go to it.</summary>
    public Video AddTrailer()
    {
        Trailer = Video.New();
        Revision++;
        return Trailer;
    }

    public void RemoveTrailer()
    {
        Trailer = null;
        FindPictures();
        Revision++;
    }

    public void Announce(DateTimeOffset now)
    {
        if (State == TitleState.Draft)
        {
            State = TitleState.Announced;
            ListedAt ??= now;
            Revision++;
        }
    }

    public void Publish(DateTimeOffset now)
    {
        State = TitleState.Published;
        ListedAt = PublishedAt ??= now;
        Revision++;
    }

    public void Unpublish()
    {
        State = TitleState.Draft;
        Revision++;
    }

    /// <summary>One of its videos has a new asset, which shows in what the studio reads.</summary>
    public void Take(AssetReady ready)
    {
        var video = Trailer?.VideoId == ready.VideoId ? Trailer : AllVideos().FirstOrDefault(item => item.Video.VideoId == ready.VideoId).Video;
        if (video?.Take(ready) == true)
        {
            FindPictures();
            Revision++;
        }
    }

    /// <param name="number">Of the video's stills, from 1; null for the first video's best.</param>
    public void ChooseArtwork(Video? video, int? number)
    {
        (ArtworkAssetId, ArtworkNumber) = (video?.AssetId, number);
        FindPictures();
        Revision++;
    }

    /// <summary>Those whose stills may show the title, the trailer last.</summary>
    public IEnumerable<Video> VideosWithPictures() => AllVideos().Select(item => item.Video).Append(Trailer).OfType<Video>().Where(video => video.HasPoster);

    /// <summary>A choice holds as long as its asset does.</summary>
    private void FindPictures()
    {
        var videos = VideosWithPictures().ToList();
        if (ArtworkNumber is null || !videos.Exists(video => video.AssetId == ArtworkAssetId))
        {
            (ArtworkAssetId, ArtworkNumber) = (videos.FirstOrDefault()?.AssetId, null);
        }

        PreviewAssetId = videos.Find(video => video.HasPreview)?.AssetId;
    }

    /// <summary>The title itself: all its videos but the trailer, with the place of each.</summary>
    public IEnumerable<(Video Video, Season? Season, Episode? Episode)> AllVideos()
    {
        if (Video is not null)
        {
            yield return (Video, null, null);
        }

        foreach (var season in seasons.OrderBy(season => season.Number))
        {
            foreach (var episode in season.Episodes.OrderBy(episode => episode.Number))
            {
                yield return (episode.Video, season, episode);
            }
        }
    }
}

/// <summary>What the studio says of a title.</summary>
internal sealed record TitleDetails(
    string Name, string Description, IReadOnlyList<string> Genres, int? ReleaseYear, string? Rating, string? Language,
    IReadOnlyList<Credit> Credits, string? ExternalId, IReadOnlyList<Localization> Localizations)
{
    public IReadOnlyList<Credit> Cast { get; } = [.. Credits.Where(credit => credit.Role == CreditRole.Actor)];
}

/// <summary>Name and description in another language.</summary>
/// <param name="Language">A tag such as "fr" or "pt-BR".</param>
internal sealed record Localization(string Language, string Title, string Description);

internal enum CreditRole { Actor, Director, Writer, Producer, Composer }

/// <summary>A person's part in a title, in the order of the credits.</summary>
internal sealed record Credit(string Name, CreditRole Role, int Order, string? Character);

internal sealed class Season
{
    private readonly List<Episode> episodes = [];

    private Season() { }

    public Guid SeasonId { get; private init; }
    public int Number { get; private init; }
    public string? Name { get; private init; }
    public IReadOnlyList<Episode> Episodes => episodes;

    internal static Season New(int number, string? name) => new() { SeasonId = Guid.CreateVersion7(), Number = number, Name = name };

    public Episode AddEpisode(int number, string name, string? description)
    {
        var episode = Episode.New(number, name, description);
        episodes.Add(episode);
        return episode;
    }
}

internal sealed class Episode
{
    private Episode() { }

    public Guid EpisodeId { get; private init; }
    public int Number { get; private init; }
    public string Name { get; private init; } = "";
    public string? Description { get; private init; }
    public Video Video { get; private init; } = null!;

    internal static Episode New(int number, string name, string? description) => new()
    {
        EpisodeId = Guid.CreateVersion7(),
        Number = number,
        Name = name,
        Description = description,
        Video = Video.New(),
    };
}

/// <summary>Something to play, once an asset is ready for it.</summary>
internal sealed class Video
{
    private Video() { }

    public Guid VideoId { get; private init; }
    public Guid? AssetId { get; private set; }
    public double? DurationSeconds { get; private set; }
    public bool HasPoster { get; private set; }
    public bool HasPreview { get; private set; }

    /// <summary>Its stills, the best first.</summary>
    public IReadOnlyList<ArtworkCandidate> Artwork { get; private set; } = [];
    public string[] AudioLanguages { get; private set; } = [];
    public string[] SubtitleLanguages { get; private set; } = [];

    public bool IsPlayable => AssetId is not null;

    internal static Video New() => new() { VideoId = Guid.CreateVersion7() };

    /// <summary>Takes an asset, or the tracks that were added to it; false when a newer one is there: events may come late.</summary>
    public bool Take(AssetReady ready)
    {
        if (AssetId is { } current && current.CompareTo(ready.AssetId) > 0)
        {
            return false; // ids are uuid v7: later jobs have greater ones
        }

        AssetId = ready.AssetId;
        DurationSeconds = ready.Asset.DurationSeconds;
        HasPoster = ready.Asset.Poster is not null;
        HasPreview = ready.Asset.Preview is not null;
        Artwork = ready.Asset.Artwork ?? [];
        AudioLanguages = [.. ready.Asset.Audio.Select(track => track.Language).Distinct()];
        SubtitleLanguages = [.. ready.Asset.Text.Select(track => track.Language).Distinct()];
        return true;
    }
}
