using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Netflix.ServiceDefaults.Tests;

/// <summary>A web process of nothing but the service defaults and a few routes, on a real Kestrel.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestApp(WebApplication app)
    {
        this.app = app;
        // Without a propagator the client makes no spans: those of the tests would mix with the server's.
        Http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal HttpClient Http { get; }

    internal static async Task<TestApp> StartAsync(Action<IEndpointRouteBuilder> routes, string connection = "Host=127.0.0.1;Port=1;Username=none")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["ConnectionStrings:netflixdb"] = connection;
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Services.AddDatabase(builder.Configuration);
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
        builder.Services.AddAuthorization(Policies.AddTo);
        builder.Services.AddSingleton<IValidator<Person>, PersonValidator>();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/sign-in", SignIn).AllowAnonymous();
        app.MapHealth();
        routes(app);
        await app.StartAsync();
        return new TestApp(app);
    }

    /// <summary>A client with a true access token of that role.</summary>
    internal async Task<HttpClient> SignInAsync(string role)
    {
        using var answer = await Http.PostAsync(new Uri($"/sign-in?role={role}", UriKind.Relative), null);
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var client = new HttpClient { BaseAddress = Http.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("accessToken").GetString());
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static SignInHttpResult SignIn(string role) => TypedResults.SignIn(
        new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Guid.Empty.ToString()), new(ClaimTypes.Role, role)], "test")),
        authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
}

internal sealed record Address(string Street);

internal sealed record Person(string Name, int Age, Address? Address = null);

internal sealed class PersonValidator : AbstractValidator<Person>
{
    public PersonValidator()
    {
        RuleFor(person => person.Name).PlainText(10);
        RuleFor(person => person.Address!.Street).NotEmpty().When(person => person.Address is not null);
    }
}
