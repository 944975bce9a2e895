using Netflix.Catalog;
using Netflix.Delivery;
using Netflix.Encoding;
using Netflix.Host;
using Netflix.Identity;
using Netflix.Messaging;
using Netflix.Personalization;
using Netflix.Playback;
using Netflix.ServiceDefaults;
using Netflix.ServiceDefaults.Limits;
using Netflix.ServiceDefaults.Region;
using Netflix.Storage;

var builder = WebApplication.CreateBuilder(args);
var roles = Roles.From(builder.Configuration);

builder.AddServiceDefaults();
builder.Services.AddObjectStore(builder.Configuration);
if (roles.Web || roles.Encoder)
{
    builder.Services.AddDatabase(builder.Configuration);
    builder.Services.AddEncoding(builder.Configuration);
}

if (roles.Web)
{
    builder.Services.AddRedis(builder.Configuration);
    builder.Services.AddRegions(builder.Configuration);
    builder.Services.AddRateLimits(builder.Configuration);
    builder.Services.AddIdentity(builder.Configuration);
    builder.Services.AddCatalog(builder.Configuration);
    builder.Services.AddPlayback(builder.Configuration);
    builder.Services.AddPersonalization(builder.Configuration);
    builder.Services.AddDelivery(builder.Configuration);
    builder.Services.AddWatchFolder();
    builder.Services.AddMessaging(
        builder.Configuration,
        [IdentityModule.Schema, CatalogModule.Schema, EncodingModule.Schema, PlaybackModule.Schema, PersonalizationModule.Schema, DeliveryModule.Schema],
        consumers =>
        {
            consumers.AddIdentityConsumers();
            consumers.AddCatalogConsumers();
            consumers.AddEncodingConsumers();
            consumers.AddPlaybackConsumers();
            consumers.AddPersonalizationConsumers();
            consumers.AddDeliveryConsumers();
        });
    builder.Services.AddApiDocument();
    builder.Services.AddResponseCompression();
}

if (roles.Encoder)
{
    builder.Services.AddEncoderWorker(builder.Configuration);
}

if (roles.Edge)
{
    builder.AddEdge();
}

await using var app = builder.Build();

if (args is [PersonalizationModule.TrainArgument, var modelId])
{
    await app.Services.TrainModelAsync(modelId);
    return;
}

if (roles.Web)
{
    await Database.MigrateAsync(app.Services, app.Lifetime.ApplicationStopping);
    if (args.Contains("--migrate"))
    {
        return;
    }
}

app.UseServiceDefaults();
if (roles.Web)
{
    app.UseClientAddress();
    app.UseWebClient();
    app.UseRouting();
    app.UseCors();
    app.UseAuthentication();
    app.UseRateLimits();
    app.UseAuthorization();
    var api = app.MapGroup("/api/v1");
    api.MapIdentity();
    api.MapCatalog();
    api.MapEncoding();
    api.MapPlayback();
    api.MapPersonalization();
    api.MapDelivery();
    app.MapOpenApi().AllowAnonymous();
    app.MapApiPage();
    app.MapWebClient();
}

if (roles.Edge)
{
    app.MapEdge();
}

app.MapHealth();
await app.RunAsync();

/// <summary>For the tests' WebApplicationFactory.</summary>
public partial class Program;
