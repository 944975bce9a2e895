using MassTransit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Identity.Features;
using Netflix.Identity.Features.Administration;
using Netflix.Identity.Features.QuickSignIn;
using Netflix.Identity.Mail;
using Netflix.Identity.Sessions;
using Netflix.ServiceDefaults;
using Netflix.ServiceDefaults.Limits;

namespace Netflix.Identity;

/// <summary>Accounts, sign-in, profiles, devices, plans.</summary>
public static class IdentityModule
{
    public const string Schema = IdentityDbContext.Schema;

    public static void AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<IdentityDbContext>(Schema);
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection("Netflix:Identity")).ValidateDataAnnotations().ValidateOnStart();
        services.AddValidators(typeof(IdentityModule).Assembly);
        services.AddAccounts();
        services.AddSessions();
        services.AddAuthorization(Policies.AddTo);

        services.AddOptions<MailOptions>().Bind(configuration.GetSection("Netflix:Mail")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SiteOptions>().Bind(configuration.GetSection("Netflix")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IMailer, Mailer>();
        services.AddScoped<AuditTrail>();

        services.AddSingleton<Viewers>();
        services.AddSingleton<IViewers>(provider => provider.GetRequiredService<Viewers>());
        services.AddTransient<IStartupFilter, PrivateAnswers>();
        services.AddHostedService<SeedAccounts>();
        services.AddHostedService<SweepIdentity>();
    }

    public static void AddIdentityConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<SendMail>();
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapIdentity(this IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("").WithTags("Accounts");
        var auth = routes.MapGroup("/auth").LimitAsSignIn();
        SignUp.Map(auth);
        SignIn.Map(auth);
        RefreshSession.Map(auth);
        SignOut.Map(auth);
        ChangePassword.Map(auth);
        ForgotPassword.Map(auth);
        ResetPassword.Map(auth);
        TwoFactor.Map(auth);

        var quick = auth.MapGroup("/device");
        RequestCode.Map(quick);
        ShowRequest.Map(quick);
        DecideRequest.Map(quick);
        CollectTokens.Map(routes.MapGroup("/auth/device")); // asked again and again, and slowed down by itself

        var account = routes.MapGroup("/account");
        GetAccount.Map(account);
        ExportAccount.Map(account);
        ChangeAccount.Map(account);
        DeleteAccount.Map(account);

        var devices = routes.MapGroup("/devices");
        ListDevices.Map(devices);
        SignOutDevice.Map(devices);
        SignOutOthers.Map(devices);

        var profiles = routes.MapGroup("/profiles");
        ListProfiles.Map(profiles);
        CreateProfile.Map(profiles);
        ChangeProfile.Map(profiles);
        DeleteProfile.Map(profiles);
        UnlockProfile.Map(profiles);

        var admin = api.MapGroup("/admin").WithTags("Operators").RequireAuthorization(Policies.Admin);
        ReadAudit.Map(admin);
        ListAccounts.Map(admin);
        ManageAccount.Map(admin);
    }

    /// <summary>ASP.NET Core Identity keeps the accounts. Its own form checks are off: <see cref="Rules"/> has ours, with our sentences.</summary>
    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = "";
            identity.Password.RequiredLength = Rules.PasswordMin;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        })
            .AddUserStore<UserOnlyStore<Account, IdentityDbContext, Guid>>()
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<AccountOptions>>(
            (hasher, options) => hasher.IterationCount = options.Value.PasswordIterations);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<IPasswordHasher<Profile>, PasswordHasher<Profile>>(); // PINs
        services.AddSingleton<DecoyPassword>();
        services.AddSingleton<Attempts>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        KeyRing.AddTo(services);
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<Revocations>();
        services.AddHostedService(provider => provider.GetRequiredService<Revocations>());
        services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
        services.AddOptions<BearerTokenOptions>(BearerTokenDefaults.AuthenticationScheme).PostConfigure<Revocations>(
            (bearer, revocations) => bearer.BearerTokenProtector = new RevocableTickets(bearer.BearerTokenProtector, revocations));
    }
}
