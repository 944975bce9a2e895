using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Identity.Sessions;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features.Administration;

/// <summary>
/// Shows an account, and changes its roles, plan and subscription. New roles count at once: access tokens issued before are
/// refused (on other replicas within two seconds), and the clients' next refresh brings tokens with the new ones.
/// </summary>
internal static class ManageAccount
{
    internal sealed record Request(IReadOnlyList<string?>? Roles, string? SubscriptionStatus, string? Plan);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Roles).RoleNames().When(request => request.Roles is not null);
            RuleFor(request => request.Plan).PlanName().When(request => request.Plan is not null);
            RuleFor(request => request.SubscriptionStatus).StatusName().When(request => request.SubscriptionStatus is not null);
        }
    }

    internal static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/accounts/{accountId:guid}", Get)
            .WithSummary("An account").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        admin.MapPatch("/accounts/{accountId:guid}", Change).Validate<Request>()
            .WithSummary("Change an account's roles, plan or subscription").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    internal static async Task<Results<Ok<ManagedAccount>, NotFound>> Get(Guid accountId, IdentityDbContext db, CancellationToken cancel) =>
        (await ManagedAccount.ReadAsync(db, db.Users.Where(account => account.Id == accountId), cancel)).SingleOrDefault() is { } account
            ? TypedResults.Ok(account)
            : TypedResults.NotFound();

    internal static async Task<Results<Ok<ManagedAccount>, NotFound, ProblemHttpResult>> Change(
        Guid accountId, Request request, HttpContext http, ClaimsPrincipal user, IdentityDbContext db, Revocations revocations, Viewers viewers,
        AuditTrail trail, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // All administrators first, then the account: two of them that take each other's role take turns.
        var isLastAdmin = request.Roles is not null && await db.IsLastAdminAsync(accountId, cancel);
        if (await db.LockAccountAsync(accountId, cancel) is not { } account)
        {
            return TypedResults.NotFound();
        }

        IReadOnlyList<RevokedDevice> refused = [];
        var rolesBefore = account.Roles;
        if (request.Roles is not null)
        {
            account.Appoint(request.Roles!);
            if (isLastAdmin && rolesBefore.Contains("admin") && !account.IsAdmin)
            {
                return TypedResults.Problem("This is the last administrator: make another one first.", statusCode: StatusCodes.Status409Conflict);
            }

            if (!rolesBefore.SequenceEqual(account.Roles))
            {
                var devices = await db.Devices.Where(device => device.AccountId == accountId).Select(device => device.DeviceId).ToListAsync(cancel);
                refused = await revocations.RenewAsync(db, devices, cancel);
                trail.Add(
                    AuditKind.RolesChanged, http, accountId, actorId: user.AccountId(),
                    detail: $"{string.Join(", ", ["viewer", .. rolesBefore])} -> {string.Join(", ", ["viewer", .. account.Roles])}");
            }
        }

        var (before, wasSuspended) = ((account.Plan, account.Subscription), account.SuspendedByOperator);
        var after = (
            Plan: Rules.TryName<Plan>(request.Plan, out var plan) ? plan : account.Plan,
            Status: Rules.TryName<SubscriptionStatus>(request.SubscriptionStatus, out var status) ? status : account.Subscription);
        if (request.SubscriptionStatus is not null)
        {
            account.Rule(after.Status);
        }

        if (before != after || wasSuspended != account.SuspendedByOperator)
        {
            account.Subscribe(after.Plan, after.Status);
            db.Publish(new PlanChanged(accountId, after.Plan, after.Status));
            trail.Add(AuditKind.PlanChanged, http, accountId, detail: ChangeAccount.PlanDetail(before, after), actorId: user.AccountId());
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        revocations.Refuse(refused);
        viewers.Forget(accountId);
        return await Get(accountId, db, cancel) is { Result: Ok<ManagedAccount> changed } ? changed : TypedResults.NotFound();
    }
}
