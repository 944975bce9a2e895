using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Catalog.Collections;
using Netflix.Catalog.Features;
using Netflix.Catalog.Import;
using Netflix.Catalog.Search;
using Netflix.Catalog.Reviews;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog;

/// <summary>Titles, seasons and episodes, artwork, availability, ratings, lists, search.</summary>
public static class CatalogModule
{
    public const string Schema = CatalogDbContext.Schema;

    public static void AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<CatalogDbContext>(Schema);
        services.AddScoped<ICatalog, CatalogReader>();
        services.AddSingleton<ITitleReleases, TitleReleases>();
        services.AddScoped<IAccountData, ExportAccount>();
        services.AddSingleton<Importer>();
        services.AddSingleton<CatalogCache>();
        services.AddSingleton<Folding>();
        services.AddSingleton<TitleSearch>();
        services.AddSingleton<Suggestions>();
        services.AddSingleton<Shelves>();
        services.AddHostedService<KeepPopularity>();
        services.AddOptions<ReviewOptions>().BindConfiguration("Netflix:Catalog:Reviews")
            .Validate(options => options.ReportsToHide > 0, "Netflix:Catalog:Reviews:ReportsToHide is 1 or more.").ValidateOnStart();
        services.AddValidators(typeof(CatalogModule).Assembly);
    }

    public static void AddCatalogConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<ApplyAsset>();
        consumers.AddConsumer<ForgetProfiles>();
        consumers.AddConsumer<CountPlay>();
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var studio = api.MapGroup("/admin/content").WithTags("Studio").RequireAuthorization(Policies.Studio);
        CreateTitle.Map(studio);
        ImportTitles.Map(studio);
        ListStudioTitles.Map(studio);
        ListRatings.Map(studio);
        GetStudioTitle.Map(studio);
        UpdateTitle.Map(studio);
        DeleteTitle.Map(studio);
        AddSeason.Map(studio);
        AddEpisode.Map(studio);
        PublishTitle.Map(studio);
        SetAvailability.Map(studio);
        TitleTrailer.Map(studio);
        ChooseArtwork.Map(studio);

        ModerateReviews.Map(api.MapGroup("/admin/reviews").WithTags("Studio").RequireAuthorization(Policies.Studio));
        EditCollections.Map(api.MapGroup("/admin/collections").WithTags("Studio").RequireAuthorization(Policies.Studio));

        var content = api.MapGroup("/content").WithTags("Finding").RequireProfile();
        BrowseTitles.Map(content);
        SearchTitles.Map(content);
        SuggestTitles.Map(content);
        GetPerson.Map(content);
        GetTitle.Map(content);
        SimilarTitles.Map(content);
        RateTitle.Map(content);
        TitleReviews.Map(content);
        ReportReview.Map(content);
        ShowCollections.Map(content);

        var list = api.MapGroup("/profiles/{profileId:guid}/my-list").WithTags("Finding").RequireProfile();
        MyList.Map(list);

        ServeArtwork.Map(api);
    }
}
